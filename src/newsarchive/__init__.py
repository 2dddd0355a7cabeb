"""newsarchive keeps the Vietnamese provincial press."""
