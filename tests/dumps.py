"""Writes dumps for tests: nodes as attributes, windows as lists of nodes, both dump forms."""

from xml.sax.saxutils import quoteattr

from miunlink_adb.hierarchy import parse_hierarchy
from miunlink_adb.observation import Observation

SCREEN = "[0,0][1080,2400]"


def node(
    class_name: str = "android.widget.TextView",
    *inside: str,
    package: str = "com.xiaomi.account",
    resource_id: str = "",
    text: str = "",
    bounds: str = "[0,300][1080,400]",
    **attributes: object,
) -> str:
    """One node of a dump; `inside` are its children, `attributes` with `_` for `-`."""
    named = {
        "class": class_name,
        "package": package,
        "resource-id": resource_id,
        "text": text,
        "bounds": bounds,
        **{name.replace("_", "-"): str(value).lower() for name, value in attributes.items()},
    }
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in named.items())
    return f"<node {written}>{''.join(inside)}</node>"


def title(text: str, resource_id: str = "android:id/title", **more: object) -> str:
    """A row's title, as in lists of preferences."""
    return node(resource_id=resource_id, text=text, **more)  # type: ignore[arg-type]


def button(text: str, resource_id: str = "", **more: object) -> str:
    """A button that can be tapped."""
    more.setdefault("clickable", True)
    return node("android.widget.Button", resource_id=resource_id, text=text, **more)  # type: ignore[arg-type]


def window(*inside: str, package: str = "com.xiaomi.account", bounds: str = SCREEN) -> str:
    """A window of one app."""
    return node("android.widget.FrameLayout", *inside, package=package, bounds=bounds)


def scrolling(*inside: str, package: str = "com.xiaomi.account", resource_id: str = "") -> str:
    """A list that can be scrolled."""
    name = "androidx.recyclerview.widget.RecyclerView"
    return node(
        name, *inside, package=package, resource_id=resource_id, scrollable=True, bounds=SCREEN
    )


def dump(*windows: str) -> str:
    """A whole dump."""
    return f'<?xml version="1.0"?>\r\n<hierarchy rotation="0">{"".join(windows)}</hierarchy>'


def look(*windows: str, package: str = "com.xiaomi.account", activity: str = "") -> Observation:
    """One look at a phone that shows these windows."""
    return Observation(parse_hierarchy(dump(*windows)), package, activity)
