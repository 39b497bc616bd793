"""Audio in, words out: microphones, recordings, voice activity, recognizers and their models."""
