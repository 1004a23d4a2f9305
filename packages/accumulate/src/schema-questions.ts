import type { AnyChatOptions } from './chat-accumulator-options.ts'
import type { GrowingChoice } from './growing-choice.ts'
import type { SchemaQuestion } from './structured-output.ts'

/**
 * What is asked of schemas about a choice at this place in `choices`, the stream being complete. Until
 * they have answered, and where nothing whole is there to be asked about, all is `null`.
 */
export function questionsOf(
  choice: GrowingChoice,
  place: number,
  { schema, tools = {} }: AnyChatOptions,
): SchemaQuestion[] {
  const { message } = choice.live
  const questions: SchemaQuestion[] = []
  const put = (
    schemaOf: SchemaQuestion['schema'],
    path: string,
    target: SchemaQuestion['target'],
    key: SchemaQuestion['key'],
    text: string,
  ): void => {
    target[key] = null
    const where = `choices[${place}].message.${path}`
    // White space is no answer: some servers put a line break behind calls.
    if (/\S/.test(text))
      questions.push({ schema: schemaOf, text, path: where, target, key, value: null })
  }
  if (schema !== undefined) {
    const isWhole = message.refusal === null && choice.cuts.length === 0
    put(schema, 'content', message, 'parsed', (isWhole && message.content) || '')
  }
  for (const call of choice.calls.all) {
    const tool = Object.hasOwn(tools, call.name) && call.key === 'arguments' && tools[call.name]
    if (!tool) continue
    const text = /\S/.test(call.text) ? call.text : '{}'
    const path = `tool_calls[${call.position}].function.arguments`
    put(tool, path, call.body, 'parsed_arguments', choice.isWhole(call) ? text : '')
  }
  return questions
}
