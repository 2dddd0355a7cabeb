"""Printed forms with what they must become: real forms, invented names."""
