"""The parts of an AWS custom lens: each module reads one of them, oddities and all."""
