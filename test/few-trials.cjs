process.env.NETWORK_GUARD_TRIALS = "few";
