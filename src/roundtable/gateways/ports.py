"""Where the pages answer: the sockets of a host and a port."""

import os
import socket


class PortTaken(Exception):
    """Nothing can listen there; the message says why and what to do."""


def listen_on(host: str, port: int) -> list[socket.socket]:
    """Bound sockets for the host; the IPv6 one of localhost may be missing, the first may not."""
    wanted = [("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)] if host == "localhost" else []
    if not wanted:
        wanted = [(host, socket.AF_INET6 if ":" in host else socket.AF_INET)]
    found: list[socket.socket] = []
    for address, family in wanted:
        try:
            made = socket.socket(family, socket.SOCK_STREAM)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            made.bind((address, port))
        except OSError as problem:
            if found:
                break
            raise PortTaken(_why(port)) from problem
        found.append(made)
    return found


def _why(port: int) -> str:
    if port < 1024 and os.geteuid() != 0:
        return f"Port {port} is open to the system only. Choose one above 1023: make demo PORT=8000"
    return f"Port {port} is taken by another program. Stop it, or choose another port: make demo PORT={port + 1}"
