"""The equations of one month on one path, as plain numbers, compiled; each room's own or tested against it."""
