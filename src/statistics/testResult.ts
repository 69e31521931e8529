/** What a test of two samples says. */
export interface TestResult {
  readonly statistic: number;
  /** Two-sided: how likely so large a difference is where there is none. */
  readonly p: number;
}
