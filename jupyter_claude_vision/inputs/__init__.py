"""What a user can point at: any object becomes an `Attachment`."""
