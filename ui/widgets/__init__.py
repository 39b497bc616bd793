"""The pieces that screens are made of, one file each; each file says when to use its piece."""
