/** Who made a call: the model itself, or a program that the model wrote. */
export type ResponseToolCaller = ResponseDirectToolCaller | ResponseProgramToolCaller

/** The model itself. */
export interface ResponseDirectToolCaller {
  readonly type: 'direct'
}

/** A program that the model wrote. */
export interface ResponseProgramToolCaller {
  readonly type: 'program'
  /** The `call_id` of the program. */
  readonly caller_id: string
}
