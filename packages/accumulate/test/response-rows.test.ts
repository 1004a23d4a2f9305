// Each deviation of real Responses streams, by its number in the list of quirks: bytes in, the final
// object out.

import { accumulateResponseSync, partialResponse, ResponseAccumulator } from '@sse/accumulate'
import { decodeResponsesStreamSync, type ResponseStreamEvent } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import {
  added,
  args,
  bytesOf,
  call,
  completed,
  created,
  done,
  event,
  finalOf,
  type Json,
  lifecycle,
  message,
  outputOf,
  text,
  updatesOf,
} from './response-events.ts'

const hello = message('msg_1', 'Hello')

describe('rows', () => {
  test('R1: a keepalive has a number and says nothing', () => {
    const accumulator = new ResponseAccumulator()
    const keepalive = event('keepalive', { sequence_number: 1 })
    accumulator.push({ ...created, sequence_number: 0 })
    expect(accumulator.push(keepalive)).toEqual([])
    expect(accumulator.resumeCursor).toEqual({ responseId: 'resp_1', startingAfter: 1 })
    expect(outputOf([created, keepalive, done(0, hello), completed])).toEqual([hello])
  })

  test('R1: `response.keep_alive` of OpenRouter neither', () => {
    const keepAlive = event('response.keep_alive', { sequence_number: 1 })
    expect(outputOf([created, keepAlive, done(0, hello), completed])).toEqual([hello])
  })

  test('R2: parts of reasoning under another name are parts of reasoning', () => {
    const where = { output_index: 0, content_index: 0, item_id: 'rs_1' }
    const part = { type: 'reasoning_text', text: '' }
    const events = [
      created,
      added(0, { id: 'rs_1', type: 'reasoning', summary: [] }),
      event('response.reasoning_part.added', { ...where, part }),
      event('response.reasoning_text.delta', { ...where, delta: 'thin' }),
      event('response.reasoning_part.done', { ...where, part: { ...part, text: 'think' } }),
      completed,
    ]
    const content = [{ type: 'reasoning_text', text: 'think' }]
    expect(outputOf(events)).toEqual([{ id: 'rs_1', type: 'reasoning', summary: [], content }])
  })

  test('R2: the diff of a patch grows, and is replaced', () => {
    const item = (diff: string): Json => ({
      id: 'apc_1',
      type: 'apply_patch_call',
      call_id: 'call_1',
      status: 'in_progress',
      operation: { type: 'create_file', path: 'a', diff },
    })
    const diff = (verb: string, fields: Json): ResponseStreamEvent =>
      event(`response.apply_patch_call_operation_diff.${verb}`, { output_index: 0, ...fields })
    const events = [created, added(0, item('')), diff('delta', { delta: '+a' })]
    const accumulator = new ResponseAccumulator()
    for (const each of events) accumulator.push(each)
    expect(accumulator.snapshot.output).toEqual([item('+a')])
    const whole = [...events, diff('done', { diff: '+ab' }), completed]
    expect(outputOf(whole)).toEqual([{ ...item('+ab'), status: 'completed' }])
  })

  test('R2: a text of an item of a kind that nobody knows grows, and is replaced', () => {
    const item = { id: 'x_1', type: 'rocket_call', status: 'in_progress', course: '' }
    const course = (verb: string, fields: Json): ResponseStreamEvent =>
      event(`response.rocket_call_course.${verb}`, { output_index: 0, ...fields })
    const events = [
      created,
      added(0, item),
      course('delta', { delta: 'no' }),
      course('delta', { delta: 'r' }),
    ]
    expect(updatesOf(events).at(-1)).toEqual({
      type: 'other.delta',
      output_index: 0,
      name: 'course',
      delta: 'r',
      snapshot: 'nor',
    })
    const end = [course('done', { course: 'north' }), completed]
    expect(outputOf([...events, ...end])).toEqual([
      { ...item, status: 'completed', course: 'north' },
    ])
  })

  test('R2: an item of a kind that nobody knows is replaced by index', () => {
    const item = { id: 'x_1', type: 'rocket', stage: 1 }
    const events = [created, added(0, item), done(0, { ...item, stage: 2 }), completed]
    expect(outputOf(events)).toEqual([{ ...item, stage: 2 }])
  })

  test('R2: other events pass', () => {
    const names = [
      'response.rate_limits.updated',
      'codex.rate_limits',
      'ping',
      'response.metrics.delta',
    ]
    const others = names.map((name) => event(name, { delta: 'x', limits: {} }))
    expect(outputOf([created, ...others, done(0, hello), completed])).toEqual([hello])
    const updates = updatesOf([created, ...others])
    expect(updates.filter(({ type }) => type === 'unknown')).toEqual(
      others.map((payload) => ({ type: 'unknown', name: payload.type, payload })),
    )
  })

  test('R3: without indexes the id tells', () => {
    const say = (item_id: string, delta: string): ResponseStreamEvent =>
      event('response.output_text.delta', { item_id, delta })
    const item = (id: string): Json => ({ ...message(id), status: 'in_progress' })
    const events = [
      created,
      event('response.output_item.added', { item: item('a') }),
      event('response.output_item.added', { item: item('b') }),
      say('a', 'A'),
      say('b', 'B'),
      say('a', 'A'),
      say('b', 'B'),
      completed,
    ]
    expect(outputOf(events)).toEqual([message('a', 'AA'), message('b', 'BB')])
    const starts = updatesOf(events).filter(({ type }) => type === 'item.start')
    expect(starts).toMatchObject([{ output_index: 0 }, { output_index: 1 }])
    const end = (id: string, value: string): ResponseStreamEvent =>
      event('response.output_item.done', { item: message(id, value) })
    const ended = [...events.slice(0, -1), end('a', 'AAA'), end('b', 'BBB'), completed]
    expect(outputOf(ended)).toEqual([message('a', 'AAA'), message('b', 'BBB')])
  })

  test('R3: the end of an item without an index and with another id is that of the last', () => {
    const events = [
      created,
      event('response.output_item.added', { item: { ...message('a'), status: 'in_progress' } }),
      event('response.output_text.delta', { item_id: 'a', delta: 'A' }),
      event('response.output_item.done', { item: message('other', 'AB') }),
      completed,
    ]
    expect(outputOf(events)).toEqual([message('a', 'AB')])
  })

  test('R3: a text of a kind that nobody knows, by the id alone', () => {
    const course = (item_id: string, delta: string): ResponseStreamEvent =>
      event('response.rocket_call_course.delta', { item_id, delta })
    const rocket = (id: string): Json => ({ id, type: 'rocket_call', course: '' })
    const begin = [added(0, rocket('a')), added(1, rocket('b'))]
    expect(
      outputOf([created, ...begin, course('a', 'up'), course('b', 'down'), completed]),
    ).toEqual([
      { ...rocket('a'), course: 'up' },
      { ...rocket('b'), course: 'down' },
    ])
  })

  test('R3: without anything it is the item that began last', () => {
    const say = (delta: string): ResponseStreamEvent =>
      event('response.output_text.delta', { delta })
    const begin = event('response.output_item.added', {
      item: { ...message('a'), status: 'in_progress' },
    })
    expect(outputOf([created, begin, say('A'), say('B'), completed])).toEqual([message('a', 'AB')])
  })

  test('R3: commands without an index are the one that began last', () => {
    const command = (verb: string, fields: Json): ResponseStreamEvent =>
      event(`response.shell_call_command.${verb}`, { output_index: 0, ...fields })
    const events = [created, command('delta', { delta: 'l' }), command('delta', { delta: 's' })]
    expect(outputOf([...events, completed])).toMatchObject([{ action: { commands: ['ls'] } }])
    const begun = [created, command('added', { command_index: 0, command: '' }), ...events.slice(1)]
    expect(outputOf([...begun, completed])).toMatchObject([{ action: { commands: ['ls'] } }])
    expect(updatesOf(begun).filter(({ type }) => type === 'unknown')).toEqual([])
  })

  test('R3: without any item it is the first', () => {
    const say = event('response.output_text.delta', { delta: 'A' })
    expect(outputOf([created, say, completed])).toEqual([message('', 'A')])
  })

  test('R3: with index 0 for all, the id and the type tell', () => {
    const first = { ...message('a'), status: 'in_progress' }
    const events = [
      created,
      added(0, first),
      text('A', { item_id: 'a' }),
      added(0, { ...call('f', 'go', ''), status: 'in_progress' }),
      args('{', { item_id: 'f' }),
      text('A', { item_id: 'a' }),
      args('"a":1', { item_id: 'f' }),
      added(0, { ...call('g', 'come', ''), status: 'in_progress' }),
      args('{"b":1', { item_id: 'g' }),
      args('}', { item_id: 'f' }),
      args('}', { item_id: 'g' }),
      completed,
    ]
    expect(outputOf(events)).toEqual([
      message('a', 'AA'),
      call('f', 'go', '{"a":1}'),
      call('g', 'come', '{"b":1}'),
    ])
  })

  test('R4: ids that are others in each event: the index tells, the first stays', () => {
    let count = 0
    const id = (): string => `id${count++}`
    const where = (): Json => ({ output_index: 1, content_index: 0, item_id: id() })
    const reasoning = { type: 'reasoning', summary: [] }
    const part = { type: 'output_text', text: 'Hello', annotations: [] }
    const end = [{ ...reasoning, id: id(), encrypted_content: 'x' }, message(id(), 'Hello')]
    const events = [
      created,
      added(0, { ...reasoning, id: 'rs_first' }),
      done(0, { ...reasoning, id: id(), encrypted_content: 'x' }),
      added(1, { ...message('msg_first'), status: 'in_progress' }),
      event('response.content_part.added', { ...where(), part: { ...part, text: '' } }),
      event('response.output_text.delta', { ...where(), delta: 'Hel' }),
      event('response.output_text.delta', { ...where(), delta: 'lo' }),
      event('response.output_text.done', { ...where(), text: 'Hello' }),
      event('response.content_part.done', { ...where(), part }),
      done(1, message(id(), 'Hello')),
      lifecycle('completed', { id: 'resp_other', output: end }),
    ]
    const final = finalOf(events)
    expect(final['id']).toBe('resp_1')
    expect(final['output']).toEqual([
      { ...reasoning, id: 'rs_first', encrypted_content: 'x' },
      message('msg_first', 'Hello'),
    ])
    expect(final['output_text']).toBe('Hello')
  })

  test('R4: a `call_id` that changes where the id does not', () => {
    const search = (call_id: string, status: string): Json => ({
      id: 'tsc_1',
      type: 'tool_search_call',
      call_id,
      status,
      arguments: {},
    })
    const end = search('call_2', 'completed')
    const events = [created, added(0, search('call_1', 'in_progress')), done(0, end), completed]
    expect(outputOf(events)).toEqual([end])
  })

  test('R4: two items with one `call_id` are two', () => {
    const output = (id: string, stdout: string): Json => ({
      id,
      type: 'shell_call_output',
      call_id: 'call_1',
      status: 'completed',
      output: [{ stdout, stderr: '', outcome: { type: 'exit', exit_code: 0 } }],
    })
    const all = [output('a', 'A'), output('b', 'B')]
    const begin = all.map((item, at) => added(at, { ...item, output: [] }))
    const end = all.map((item, at) => done(at, item))
    expect(outputOf([created, ...begin, ...end, lifecycle('completed', { output: all })])).toEqual(
      all,
    )
  })

  test('R5: the arguments at the end replace the ciphertext of the deltas', () => {
    const begin = { ...call('fc_1', 'go', ''), status: 'in_progress' }
    const end = event('response.function_call_arguments.done', {
      output_index: 0,
      item_id: 'other',
      arguments: '{"a":1}',
    })
    const events = [created, added(0, begin), args('gAAAA'), args('BBBB'), end]
    expect(outputOf([...events, completed])).toEqual([call('fc_1', 'go', '{"a":1}')])
    const done1 = done(0, call('other', 'go', '{"a":1}', { call_id: 'call_fc_1' }))
    expect(outputOf([...events.slice(0, -1), done1, completed])).toEqual([
      call('fc_1', 'go', '{"a":1}'),
    ])
    const updates = updatesOf([...events, done1, completed])
    const calls = updates.filter(({ type }) => type === 'tool_call.done')
    expect(calls).toMatchObject([{ toolCall: { arguments: '{"a":1}' } }])
    expect(updates).toContainEqual({
      type: 'tool_call.arguments.delta',
      output_index: 0,
      name: 'go',
      delta: '{"a":1}',
      snapshot: '{"a":1}',
      replaces: true,
    })
  })

  test.each([
    ['empty', []],
    ['null', null],
    ['missing', undefined],
  ])('R6: a final output that is %s is made of the items', (_name, output) => {
    const events = [
      created,
      done(0, { id: 'rs_1', type: 'reasoning', summary: [] }),
      done(1, hello),
      lifecycle('completed', { output }),
    ]
    const final = finalOf(events)
    expect(final['output']).toEqual([{ id: 'rs_1', type: 'reasoning', summary: [] }, hello])
    expect(final['output_text']).toBe('Hello')
    expect(final['status']).toBe('completed')
  })

  test('R6: an item that the final output leaves out stays, and what it has of its own counts', () => {
    const events = [
      created,
      done(0, { id: 'rs_1', type: 'reasoning', summary: [] }),
      done(1, { ...message('msg_1', 'Hello'), phase: null }),
      lifecycle('completed', {
        output: [{ ...message('msg_1', 'Hello!'), phase: 'final_answer' }],
      }),
    ]
    expect(outputOf(events)).toEqual([
      { id: 'rs_1', type: 'reasoning', summary: [] },
      { ...message('msg_1', 'Hello!'), phase: 'final_answer' },
    ])
  })

  test('R6: items of which only the final output has anything', () => {
    const all = [message('a'), message('b'), call('f', 'go', ''), call('g', 'go', '')]
    expect(outputOf([created, lifecycle('completed', { output: all })])).toEqual(all)
  })

  test('R6: a final output with more than there was does not take one item for another', () => {
    const all = [message('a'), message('b', 'B')]
    const events = [created, text('B', { output_index: 1, item_id: 'b' })]
    expect(outputOf([...events, lifecycle('completed', { output: all })])).toEqual(all)
  })

  test('R6: annotations and logprobs that no later form has are not lost', () => {
    const annotation = { type: 'file_path', file_id: 'f', index: 0 }
    const where = { output_index: 0, content_index: 0, annotation_index: 0 }
    const logprobs = [{ token: 'a', logprob: -1, bytes: [97], top_logprobs: [] }]
    const events = [
      created,
      text('a', { logprobs }),
      event('response.output_text.annotation.added', { ...where, annotation }),
      done(0, message('msg_1', 'a')),
      lifecycle('completed', { output: [message('msg_1', 'a')] }),
    ]
    const content = [{ type: 'output_text', text: 'a', annotations: [annotation], logprobs }]
    expect(outputOf(events)).toEqual([{ ...message('msg_1'), content }])
  })

  test('R6: an event that ends the response without a response ends it', () => {
    expect(finalOf([created, done(0, hello), event('response.completed')])).toMatchObject({
      status: 'completed',
      output: [hello],
    })
  })

  test('R7: without the beginning of items and parts', () => {
    const fn = event('response.function_call_arguments.done', { output_index: 1, arguments: '{}' })
    const refusal = event('response.refusal.delta', {
      output_index: 2,
      content_index: 0,
      delta: 'No',
    })
    const where = { output_index: 3, summary_index: 0 }
    const summary = event('response.reasoning_summary_text.delta', { ...where, delta: 'Hm' })
    const events = [created, text('Hel'), text('lo'), fn, refusal, summary, completed]
    expect(outputOf(events)).toEqual([
      message('msg_1', 'Hello'),
      {
        id: '',
        type: 'function_call',
        status: 'completed',
        call_id: '',
        name: '',
        arguments: '{}',
      },
      { ...message(''), content: [{ type: 'refusal', refusal: 'No' }] },
      { id: '', type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
    ])
  })

  test('R7: an item that is announced after the first of its text', () => {
    const begin = added(0, { ...message('late'), status: 'in_progress' })
    const events = [created, text('Hel', { item_id: 'early' }), begin, text('lo'), completed]
    expect(outputOf(events)).toEqual([message('late', 'Hello')])
  })

  test('R7: reasoning with the id of a message is in that message', () => {
    const think = event('response.reasoning_text.delta', {
      output_index: 0,
      content_index: 0,
      item_id: 'msg_1',
      delta: 'Hm',
    })
    const begin = added(0, { ...message('msg_1'), status: 'in_progress' })
    const content = [{ type: 'reasoning_text', text: 'Hm' }]
    expect(outputOf([created, begin, think, completed])).toEqual([{ ...message('msg_1'), content }])
  })

  test('R7: only the text at the end', () => {
    const end = event('response.output_text.done', {
      output_index: 0,
      content_index: 0,
      text: 'Hello',
    })
    expect(outputOf([created, end, completed])).toEqual([message('', 'Hello')])
  })

  test.each([
    ['nested', { error: { code: 'c', message: 'no', param: null, type: 't' } }],
    ['flat', { code: 'c', message: 'no', param: null }],
    ['mixed', { code: 'c', error: { message: 'no' } }],
  ])('R8: an error that is %s ends the stream with what came', (_name, fields) => {
    const items = decodeResponsesStreamSync([
      bytesOf([created, text('Hel'), event('error', fields)]),
    ])
    const error = thrownBy(() => accumulateResponseSync(items))
    expect(error).toMatchObject({ code: 'ERR_SSE_UPSTREAM', message: 'no', upstreamCode: 'c' })
    expect(partialResponse(error)).toMatchObject({ id: 'resp_1', output_text: 'Hel' })
  })

  test('R8: also without a decoder, and with `response.failed` behind it', () => {
    const accumulator = new ResponseAccumulator()
    const error = { code: 'c', message: 'no' }
    for (const each of [created, text('Hel'), event('error', { error })]) accumulator.push(each)
    accumulator.push(lifecycle('failed', { error: { code: 'd', message: 'later' } }))
    const { outcome, evidence, value, error: failure } = accumulator.result()
    expect({ outcome, evidence }).toEqual({ outcome: 'failed', evidence: 'ERR_SSE_UPSTREAM' })
    expect(failure).toMatchObject({ message: 'no', upstreamCode: 'c', partial: value })
    expect(value).toMatchObject({ status: 'failed', error: { code: 'd' }, output_text: 'Hel' })
  })

  test('R9: without an event that ends the response it is truncated, and what came is there', () => {
    const error = thrownBy(() => accumulateResponseSync([created, text('Hel')]))
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
    expect(partialResponse(error)).toMatchObject({ status: 'in_progress', output_text: 'Hel' })
    const { outcome, evidence } = accumulate([created, text('Hel')]).result()
    expect({ outcome, evidence }).toEqual({ outcome: 'truncated', evidence: 'ERR_SSE_TRUNCATED' })
  })

  test('R9: unless somebody vouches for it', () => {
    const events = [created, text('Hel')]
    const accumulator = accumulate(events)
    expect(accumulator.complete).toBe(false)
    const { outcome, value } = accumulator.result({ complete: true })
    expect({ outcome, value }).toMatchObject({
      outcome: 'completed',
      value: { status: 'in_progress' },
    })
  })

  test('R9, S10: `[DONE]` does not vouch for it', () => {
    const sentinel = new TextEncoder().encode('data: [DONE]\n\n')
    const bytes = new Uint8Array([...bytesOf([created, text('Hel')]), ...sentinel])
    const items = decodeResponsesStreamSync([bytes])
    expect(thrownBy(() => accumulateResponseSync(items))).toMatchObject({
      code: 'ERR_SSE_TRUNCATED',
      partial: { output_text: 'Hel' },
    })
  })

  test.each([
    ['completed', 'completed'],
    ['incomplete', 'incomplete'],
    ['cancelled', 'incomplete'],
  ])('R10: `response.%s` ends the response', (status, outcome) => {
    const accumulator = accumulate([created, done(0, hello), lifecycle(status)])
    expect(accumulator.complete).toBe(true)
    expect(accumulator.result()).toMatchObject({
      outcome,
      evidence: `response.${status}`,
      error: undefined,
    })
    expect(accumulator.finish()).toMatchObject({ status, output: [hello] })
  })

  test('R10: `response.failed` ends it, too, and is an error', () => {
    const error = { code: 'rate_limit_exceeded', message: 'Slow down' }
    const accumulator = accumulate([created, done(0, hello), lifecycle('failed', { error })])
    expect(accumulator.complete).toBe(true)
    const failure = thrownBy(() => accumulator.finish())
    expect(failure).toMatchObject({
      code: 'ERR_SSE_UPSTREAM',
      upstreamCode: 'rate_limit_exceeded',
      message: 'Slow down',
    })
    expect(partialResponse(failure)).toMatchObject({ status: 'failed', output: [hello], error })
  })

  test('R10: `response.queued` and `response.in_progress` do not', () => {
    for (const status of ['queued', 'in_progress']) {
      const accumulator = accumulate([created, lifecycle(status)])
      expect(accumulator.complete).toBe(false)
      expect(accumulator.snapshot.status).toBe(status)
    }
  })

  test('R10: `response.completed` with a status that says otherwise', () => {
    const accumulator = accumulate([created, lifecycle('completed', { status: 'incomplete' })])
    expect(accumulator.result()).toMatchObject({
      outcome: 'incomplete',
      value: { status: 'incomplete' },
    })
  })

  test.each([
    ['absent', () => undefined],
    ['from 10 on', (at: number) => at + 10],
    ['with gaps', (at: number) => at * 3],
    ['all 0', () => 0],
    ['all 1', () => 1],
    ['falling', (at: number) => 100 - at],
  ])('R11: numbers that are %s put nothing in order and leave nothing out', (_name, number) => {
    const events = [created, text('a'), text('b'), text('b'), text('c'), completed]
    const numbered = events.map((each, at) => ({ ...each, sequence_number: number(at) }))
    expect(finalOf(numbered)['output_text']).toBe('abbc')
  })

  test('R11: numbers that are all 0 from the first on are no reason to leave anything out', () => {
    const events = [text('a'), text('b'), completed].map((each) => ({
      ...each,
      sequence_number: 0,
    }))
    const before = accumulate(events.slice(0, 1))
    const after = ResponseAccumulator.restore(before.checkpoint())
    for (const each of events.slice(1)) after.push(each)
    expect(after.finish().output_text).toBe('ab')
    expect(accumulate(events.slice(0, 2)).resumeCursor).toBeUndefined()
  })

  test('R11: what a resumed stream repeats is not taken twice', () => {
    const events = [created, text('a'), text('b'), text('c'), text('d'), completed].map(
      (each, at) => ({ ...each, sequence_number: at }),
    )
    const before = accumulate(events.slice(0, 4))
    expect(before.resumeCursor).toEqual({ responseId: 'resp_1', startingAfter: 3 })
    const after = ResponseAccumulator.restore(before.checkpoint())
    for (const each of events) after.push(each)
    expect(after.finish().output_text).toBe('abcd')
    const both = [...events.slice(0, 4), ...events.slice(1)]
    expect(accumulateResponseSync(both, { resume: true }).output_text).toBe('abcd')
    expect(accumulateResponseSync(both).output_text).toBe('abcabcd')
  })

  test('R12: a call of which nothing came but its name is there, and is not to be made', () => {
    const begin = { ...call('fc_1', 'go', ''), status: 'in_progress' }
    const accumulator = accumulate([created, added(0, begin)])
    const updates = accumulator.push(completed)
    expect(accumulator.finish().output).toEqual([begin])
    expect(accumulator.toolCalls).toEqual([{ state: 'partial', output_index: 0, toolCall: begin }])
    expect(updates.map(({ type }) => type)).toEqual(['response.done'])
    expect(updates).toMatchObject([{ toolCalls: [] }])
  })

  test('R12: unless its arguments came, or the end of them, or the final output has it', () => {
    const begin = { ...call('fc_1', 'go', ''), status: 'in_progress' }
    const end = event('response.function_call_arguments.done', { output_index: 0, arguments: '' })
    const whole = lifecycle('completed', { output: [call('fc_1', 'go', '')] })
    for (const events of [[args('{}'), completed], [end, completed], [whole]]) {
      const accumulator = accumulate([created, added(0, begin), ...events])
      expect(accumulator.toolCalls).toMatchObject([{ state: 'complete' }])
    }
  })

  test('R12: also when the final output has no more of it', () => {
    const begin = call('fc_1', 'go', '', { status: 'in_progress' })
    const accumulator = accumulate([
      created,
      added(0, begin),
      lifecycle('completed', { output: [begin] }),
    ])
    expect(accumulator.finish().output).toEqual([begin])
    expect(accumulator.toolCalls).toMatchObject([{ state: 'partial' }])
  })

  test('R13: a call without arguments is a call', () => {
    const whole = call('fc_1', 'go', '')
    const accumulator = accumulate([
      created,
      added(0, { ...whole, status: 'in_progress' }),
      done(0, whole),
    ])
    const updates = accumulator.push(completed)
    expect(updates).toMatchObject([{ type: 'response.done', toolCalls: [whole] }])
    expect(accumulator.finish().output).toEqual([whole])
  })

  test('R14: the name of a call is on the item only', () => {
    const begin = { ...call('fc_1', 'go', ''), status: 'in_progress' }
    const end = event('response.function_call_arguments.done', { output_index: 0, arguments: '{}' })
    expect(outputOf([created, added(0, begin), args('{'), end, completed])).toEqual([
      call('fc_1', 'go', '{}'),
    ])
    expect(updatesOf([created, added(0, begin), args('{')])).toContainEqual({
      type: 'tool_call.arguments.delta',
      output_index: 0,
      name: 'go',
      delta: '{',
      snapshot: '{',
    })
  })

  describe('R15: text that came with its part', () => {
    const part = { type: 'output_text', text: 'Hello', annotations: [] }
    const where = { output_index: 0, content_index: 0, item_id: 'msg_1' }
    const begin = added(0, { ...message('msg_1'), status: 'in_progress' })
    const beginPart = event('response.content_part.added', { ...where, part })
    const ways: [string, ResponseStreamEvent[]][] = [
      ['with a part', [begin, beginPart]],
      ['with an item', [added(0, { ...message('msg_1', 'Hello'), status: 'in_progress' })]],
    ]

    test.each(ways)('R15: %s, and is repeated', (_name, start) => {
      const events = [created, ...start, text('He'), text('llo'), completed]
      expect(finalOf(events)['output_text']).toBe('Hello')
      const deltas = updatesOf(events).filter(({ type }) => type === 'content.delta')
      expect(deltas).toMatchObject([{ delta: 'Hello', snapshot: 'Hello' }])
    })

    test.each(ways)('R15: %s, is repeated and goes on', (_name, start) => {
      const events = [created, ...start, text('He'), text('llo wor'), text('ld'), completed]
      expect(finalOf(events)['output_text']).toBe('Hello world')
    })

    test.each(ways)('R15: %s, and goes on', (_name, start) => {
      const events = [created, ...start, text(' world'), text('!'), completed]
      expect(finalOf(events)['output_text']).toBe('Hello world!')
    })

    test('R15: with a part, and goes on with what looked like a repetition', () => {
      const events = [created, begin, beginPart, text('He'), text(' said'), completed]
      expect(finalOf(events)['output_text']).toBe('HelloHe said')
    })

    test('R15: with a part, and the end says what it was', () => {
      const end = event('response.output_text.done', { ...where, text: 'Hello' })
      const events = [created, begin, beginPart, text('He'), text('llx'), end, completed]
      expect(finalOf(events)['output_text']).toBe('Hello')
    })
  })

  test('R16: a piece behind the end of its text is none of it', () => {
    const end = event('response.output_text.done', {
      output_index: 0,
      content_index: 0,
      text: 'Hello',
    })
    expect(outputOf([created, text('Hello'), end, text('late'), end, completed])).toEqual([hello])
    const where = { output_index: 0, command_index: 0 }
    const type = 'response.shell_call_output_content'
    const late = event(`${type}.delta`, { ...where, delta: { stdout: 'late' } })
    const whole = event(`${type}.done`, { ...where, output: [{ stdout: 'a', stderr: '' }] })
    expect(outputOf([created, whole, late, completed])).toMatchObject([
      { output: [{ stdout: 'a' }] },
    ])
  })

  test('R16: an item that is over does not begin again', () => {
    const again = added(0, { ...message('msg_1'), status: 'in_progress' })
    expect(outputOf([created, done(0, hello), again, completed])).toEqual([hello])
  })

  test('R16: the first event that ends the response ends it', () => {
    const accumulator = accumulate([created, text('a'), completed])
    const late = [text('b'), lifecycle('failed', { error: { message: 'no' } }), completed]
    for (const each of late) expect(accumulator.push(each)).toEqual([])
    expect(accumulator.finish()).toMatchObject({ status: 'completed', output_text: 'a' })
  })

  test('R17: padding is dropped', () => {
    const padded = [text('a', { obfuscation: 'xxxx' }), text('b', { obfuscation: 'y' })]
    expect(JSON.stringify(finalOf([created, ...padded, completed]))).not.toMatch(/obfuscation|xxxx/)
    expect(JSON.stringify(updatesOf([created, ...padded]))).not.toMatch(/obfuscation|xxxx/)
  })

  test('R18: a resumed stream has no `response.created`', () => {
    const events = [
      text('Hel'),
      text('lo'),
      done(0, hello),
      lifecycle('completed', { output: [hello] }),
    ]
    expect(finalOf(events)).toEqual(finalOf([created, ...events]))
    const accumulator = accumulate([text('Hel')])
    expect(accumulator.snapshot).toMatchObject({
      id: '',
      status: 'in_progress',
      output_text: 'Hel',
    })
    expect(accumulator.resumeCursor).toBeUndefined()
    accumulator.push({ ...text('lo'), sequence_number: 7 })
    expect(accumulator.resumeCursor).toBeUndefined()
    accumulator.push({ ...lifecycle('in_progress'), sequence_number: 8 })
    expect(accumulator.resumeCursor).toEqual({ responseId: 'resp_1', startingAfter: 8 })
    accumulator.push({ ...completed, sequence_number: 9 })
    expect(accumulator.resumeCursor).toBeUndefined()
  })
})

function accumulate(events: readonly ResponseStreamEvent[]): ResponseAccumulator {
  const accumulator = new ResponseAccumulator()
  for (const each of events) accumulator.push(each)
  return accumulator
}

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown')
}
