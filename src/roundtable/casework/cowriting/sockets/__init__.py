"""The live channel of a meeting's sheet."""

from roundtable.casework.cowriting.sockets.channel import Live, close_live, live_channel

__all__ = ["Live", "close_live", "live_channel"]
