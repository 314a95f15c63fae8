"""The one zip that given parts make: names in order, stored, no times, nothing beside them.

Because there is only one, a zip that was put together in any other way is known at once: it is not the
bytes that its own parts make.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from juwu_ledger.intake.refusal import FileRefused

LARGEST = 64 * 1024 * 1024
MOST_PARTS = 600
_BEGIN = (1980, 1, 1, 0, 0, 0)
_FILE = 0o100644 << 16


def zip_bytes(parts: Mapping[str, bytes]) -> bytes:
    """Return the zip of these parts, the same bytes on every machine."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, _BEGIN)
            info.create_system, info.external_attr = 3, _FILE
            archive.writestr(info, parts[name])
    return made.getvalue()


def zip_parts(data: bytes, is_known: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the parts of a zip that :func:`zip_bytes` made; raise :class:`FileRefused` for any other.

    Nothing is unpacked that the file does not hold byte for byte, so there is no bomb to go off.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            _refuse_list(listed, len(data), is_known)
            parts = {part.filename: archive.read(part) for part in listed}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        raise FileRefused("cut-off", "文件打不开，可能改过或没有传完") from None
    if zip_bytes(parts) != data:
        raise FileRefused(
            "changed", "文件不是程序写出来的样子：改过、夹带了别的东西，或者重新打过包"
        )
    return parts


def _refuse_list(listed: list[zipfile.ZipInfo], size: int, is_known: Callable[[str], bool]) -> None:
    names = [part.filename for part in listed]
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > size:
        raise FileRefused("bomb", "压缩包解开比它自己还大，不打开")
    for part in listed:
        if part.external_attr != _FILE or not part.filename or part.is_dir():
            raise FileRefused("link", f"里面的 {part.filename!r:.60} 不是普通文件（可能是链接）")
        if part.flag_bits & ~0x800 or part.compress_type != zipfile.ZIP_STORED:
            raise FileRefused("packed", f"里面的 {part.filename!r:.60} 压缩过或有密码，不打开")
        if not is_known(part.filename):
            raise FileRefused("name", f"里面有不该有的文件 {part.filename!r:.60}")
    if len(set(names)) != len(names):
        raise FileRefused("double", "里面有两个同名的文件")
