"""The parts of an AWS custom lens as it is written: each module fits one of them to the format."""
