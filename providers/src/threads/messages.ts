/** Parent to thread. */
export interface ThreadCall<Call> {
  id: number;
  call: Call;
}

/** Thread to parent; one for each call, in the order of the calls. */
export type ThreadAnswer<Answer> = { id: number; answer: Answer } | { id: number; error: string };
