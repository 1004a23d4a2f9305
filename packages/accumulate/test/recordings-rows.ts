// The recordings that need a row of QUIRKS.md to be told right.

/** Where plain concatenation is wrong about text or tools, and why; the row gives another rule for them. */
export const PLAIN_IS_WRONG: ReadonlyMap<string, string> = new Map([
  [
    'chat/magentic-mistral-test-mistral-chat-model-acomplete-async-parallel-function-call.sse',
    'C10: two parallel tool calls, neither has an index',
  ],
  [
    'chat/ruby_llm-mistral-chat-mistral-hybrid-reasoning-streams-thinking-separately-from-content.sse',
    'C29: a text part in a content that is an array',
  ],
  [
    'chat/vscode-copilot-chat-github-copilot-getinlinecompletions-reply.sse',
    'C40: the text is beside the delta, which is missing',
  ],
])

/** Where the finished object is known not to be right yet, and which row says so. */
export const AWAITING: ReadonlyMap<string, string> = new Map<string, string>()
