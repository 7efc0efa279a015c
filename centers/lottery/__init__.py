"""The monthly draw of rooms: wishes, the list, the draw and its file (docs/room-lottery.md)."""
