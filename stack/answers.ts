import { type Answer, UNKNOWN } from "./value";

/** Yes as soon as one is yes; no where all are, or there is none. */
export function anyOf(answers: readonly Answer[]): Answer {
  return answers.includes(true) || (answers.includes(UNKNOWN) ? UNKNOWN : false);
}

/** No as soon as one is no; yes where all are, or there is none. */
export function allOf(answers: readonly Answer[]): Answer {
  return !answers.includes(false) && (answers.includes(UNKNOWN) ? UNKNOWN : true);
}

export function not(answer: Answer): Answer {
  return answer === UNKNOWN ? UNKNOWN : !answer;
}
