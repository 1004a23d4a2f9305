import type {
  Fetch,
  HttpHeaders,
  HttpResponse,
  PlatformAbortSignal,
  PlatformResponse,
} from '@sse/client'
import { expectTypeOf, test } from 'vitest'

test('the structural types fit the platform', () => {
  expectTypeOf<Response>().toExtend<HttpResponse>()
  expectTypeOf<Headers>().toExtend<HttpHeaders>()
  expectTypeOf<typeof fetch>().toExtend<Fetch>()
  expectTypeOf<PlatformResponse>().toEqualTypeOf<Response>()
  expectTypeOf<PlatformAbortSignal>().toEqualTypeOf<AbortSignal>()
})
