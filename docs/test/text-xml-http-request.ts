import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { StringDecoder } from 'node:string_decoder'

type Listener = () => void

/**
 * `XMLHttpRequest` as React Native has it, as far as a program needs it that streams text: `progress`
 * comes with every piece of the body, `responseText` has all of it so far in whole characters, and
 * `abort` says nothing once the request is over.
 */
export class TextXMLHttpRequest {
  responseText = ''
  status = 0
  readonly #listeners = new Map<string, Listener[]>()
  readonly #headers: Record<string, string> = {}
  #method = ''
  #url = ''
  #request: ClientRequest | undefined
  #isOver = false

  open(method: string, url: string): void {
    this.#method = method
    this.#url = url
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name] = value
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener])
  }

  send(body: string): void {
    const headers = this.#headers
    this.#request = request(this.#url, { method: this.#method, headers }, (response) =>
      this.#receive(response),
    )
    this.#request.on('error', () => this.#end('error'))
    this.#request.end(body)
  }

  abort(): void {
    this.#end('abort')
    this.#request?.destroy()
  }

  #receive(response: IncomingMessage): void {
    const utf8 = new StringDecoder('utf8')
    this.status = response.statusCode ?? 0
    response.on('data', (bytes: Buffer) => {
      const text = utf8.write(bytes)
      if (this.#isOver || text === '') return
      this.responseText += text
      this.#tell('progress')
    })
    response.on('end', () => this.#end('load'))
    response.on('error', () => this.#end('error'))
  }

  #end(type: 'load' | 'error' | 'abort'): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#tell(type)
  }

  #tell(type: string): void {
    for (const listener of this.#listeners.get(type) ?? []) listener()
  }
}
