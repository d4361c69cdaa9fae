// Tests are transpiled by swc; tsconfig.json leaves it out, since language hosts read that as well and check types.
require("ts-node").register({ swc: true, cwd: __dirname });
