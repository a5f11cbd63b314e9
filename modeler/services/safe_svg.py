"""The rule of packages' pictures as the window asks it; the kit has it too, so that an author hears it first."""

from connectors.sdk.safe_svg import MAX_BYTES, UnsafeSvgError, check_svg

__all__ = ["MAX_BYTES", "UnsafeSvgError", "check_svg"]
