"""Zips a folder for Lambda, with fixed times and a fixed order, so that the same content gives the same bytes."""

import pathlib
import sys
import zipfile

root, target = map(pathlib.Path, sys.argv[1:])
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for path in sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        entry = zipfile.ZipInfo(str(path.relative_to(root)), (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        # Lambda runs as its own user, so everybody may read and execute.
        entry.external_attr = 0o100755 << 16
        archive.writestr(entry, path.read_bytes())
print(f"{target}: {target.stat().st_size} bytes")
