"""Put on a process's path as `sitecustomize`, it lets nothing but loopback be looked up or connected to.

Every process that loads it says so in the file NETWORK_LOG, and what it refuses.
"""

GUARD = """
import os, socket, sys

def _note(text):
    with open(os.environ["NETWORK_LOG"], "a", encoding="utf-8") as log:
        log.write(text + "\\n")

def _is_here(host):
    return host in (None, "", "localhost", b"localhost") or str(host).startswith("127.") or host == "::1"

_look_up, _connect, _connect_ex = socket.getaddrinfo, socket.socket.connect, socket.socket.connect_ex

def getaddrinfo(host, *rest, **more):
    if not _is_here(host):
        _note(f"refused to look up {host}")
        raise socket.gaierror(f"no network: {host}")
    return _look_up(host, *rest, **more)

def _checked(connect):
    def checked(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            _note(f"refused to connect to {address}")
            raise ConnectionRefusedError(f"no network: {address}")
        return connect(self, address)
    return checked

socket.getaddrinfo = getaddrinfo
socket.socket.connect = _checked(_connect)
socket.socket.connect_ex = _checked(_connect_ex)
_note("guarded " + " ".join(sys.orig_argv))
"""
