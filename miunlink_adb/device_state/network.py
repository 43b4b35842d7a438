"""Whether the phone has internet access, from `dumpsys connectivity`, and its private DNS.

Pure. It must not keep addresses or names of networks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_DEFAULT = re.compile(r"^\s*Active default network: (\S+)", re.MULTILINE)
_AGENT = re.compile(r"NetworkAgentInfo\s?\{.*", re.MULTILINE)


class Network(NamedTuple):
    """The default network.

    Attributes:
        connected: there is one; None if the text does not say.
        validated: Android reached the internet over it; None if the text does not say.
        vpn: some network is a VPN.
    """

    connected: bool | None
    validated: bool | None
    vpn: bool


def parse_network(text: str) -> Network:
    """Read `dumpsys connectivity`."""
    found = _DEFAULT.search(text)
    if not found:
        return Network(None, None, vpn=False)
    connected = found[1] != "none"
    agents = [agent for agent in _AGENT.findall(text) if "Capabilities:" in agent]
    own = [agent for agent in agents if re.search(rf"network\{{{re.escape(found[1])}\}}", agent)]
    validated = any("VALIDATED" in _capabilities(agent) for agent in own) if own else None
    vpn = any("Transports: VPN" in agent or "WIFI|VPN" in agent for agent in agents)
    return Network(connected, validated if connected else False, vpn)


def _capabilities(agent: str) -> list[str]:
    text = agent.partition("Capabilities:")[2].split()
    return re.split(r"[&\]]", text[0]) if text else []


def private_dns(mode: str, name: str) -> str | None:
    """The server that the owner chose as private DNS, "" for none; None if it is not said.

    `mode`, `name`: `settings get global private_dns_mode` and `private_dns_specifier`.
    """
    mode, name = mode.strip(), name.strip()
    if mode == "hostname":
        return name if name not in ("", "null") else "a server"
    return "" if mode in ("off", "opportunistic", "null", "") else None
