"""What a broken zip file makes the standard library raise; one list for all who open one."""

import zipfile
import zlib

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
"""Broken, of an unknown version ("zip file version 6.9" of one flipped byte), or encrypted."""
