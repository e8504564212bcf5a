"""What waits beside the inbox, from every room, on the first page and in the one mail that an officer has a day."""
