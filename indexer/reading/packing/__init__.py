"""What is packed, unpacked as it is read and never onto the disk: single files, and archives of many members."""
