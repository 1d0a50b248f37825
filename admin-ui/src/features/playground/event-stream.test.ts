import { expect, test } from 'vitest'
import { readMessages, type StreamMessage } from './event-stream'

const bytes = new TextEncoder()

async function read(...chunks: (string | Uint8Array)[]) {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(typeof chunk === 'string' ? bytes.encode(chunk) : chunk))
      controller.close()
    },
  })
  const messages: StreamMessage[] = []
  for await (const message of readMessages(body)) {
    messages.push(message)
  }
  return messages
}

test('messages are read, wherever the network cuts them', async () => {
  const text = 'event: next\ndata: {"data":{"name":"Café"}}\n\n:\n\nevent: complete\ndata: \n\n'
  const whole = [
    { event: 'next', data: '{"data":{"name":"Café"}}' },
    { event: 'complete', data: '' },
  ]

  expect(await read(text)).toEqual(whole)
  expect(await read(...[...bytes.encode(text)].map((byte) => Uint8Array.of(byte)))).toEqual(whole)
})

test('signs of life say nothing', async () => {
  expect(await read(':\n\n', ':\n\n')).toEqual([])
})

test('a message that did not come in full is none', async () => {
  expect(await read('event: next\ndata: 1\n\n', 'event: next\ndata: 2')).toEqual([{ event: 'next', data: '1' }])
})

test('data over several lines belongs together', async () => {
  expect(await read('event: next\r\ndata: a\r\ndata:b\r\n\r\n')).toEqual([{ event: 'next', data: 'a\nb' }])
})
