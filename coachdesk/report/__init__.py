"""Documents that leave the program: hand-outs, certificates, exports."""
