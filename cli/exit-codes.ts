/** The worst of several is the greatest. */
export const exitCodes = { clean: 0, violated: 1, cannotRun: 2 };
