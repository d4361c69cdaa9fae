import mocha from "mocha";

/** Mocha's dots and its own summary, then the counts on a last line. */
class Reporter extends mocha.reporters.Dot {
  override epilogue(): void {
    super.epilogue();
    const { passes = 0, failures = 0, pending = 0 } = this.stats;
    mocha.reporters.Base.consoleLog(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}

export = Reporter;
