/** One message of a stream. */
export interface StreamMessage {
  event: string
  data: string
}

/**
 * Reads the messages of a `text/event-stream`. What keeps a stream alive without saying anything is left out.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* readMessages(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamMessage> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) {
      return // a message without the empty line behind it has not come in full
    }
    const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    yield* blocks.map(parseMessage).filter((message) => message !== null)
  }
}

function parseMessage(block: string): StreamMessage | null {
  const fields = block.split(/\r?\n/).map((line) => /^(event|data): ?(.*)$/.exec(line))
  const valuesOf = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []))
  const event = valuesOf('event').at(-1)
  return event === undefined ? null : { event, data: valuesOf('data').join('\n') }
}
