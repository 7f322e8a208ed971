"""PostgreSQL: the cluster the product starts for itself, or the one named by DATABASE_URL."""

from roundtable.gateways.postgres.binaries import Binaries, NoPostgres, find_binaries
from roundtable.gateways.postgres.cluster import Cluster, ClusterTrouble
from roundtable.gateways.postgres.copies import put_back, take_copy
from roundtable.gateways.postgres.environment import DEMO_MARKER, External, default_folder, from_environment
from roundtable.gateways.postgres.logins import LOGINS, SIGNING_IN, Login, logins_script
from roundtable.gateways.postgres.secrets_file import generate_password, passwords_for, scram_verifier

__all__ = [
    "DEMO_MARKER",
    "LOGINS",
    "SIGNING_IN",
    "Binaries",
    "Cluster",
    "ClusterTrouble",
    "External",
    "Login",
    "NoPostgres",
    "default_folder",
    "find_binaries",
    "from_environment",
    "generate_password",
    "logins_script",
    "passwords_for",
    "put_back",
    "scram_verifier",
    "take_copy",
]
