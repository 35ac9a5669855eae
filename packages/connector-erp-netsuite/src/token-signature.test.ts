import { manualClock } from '@crossdock/testing';
import { Secret, seededRandom } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { createTokenSignature, signatureBaseString } from './token-signature.ts';

describe('what is signed', () => {
  test('is the text of RFC 5849, section 3.4.1.1', () => {
    const url = new URL('http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b');
    const others = {
      oauth_consumer_key: '9djdj82h48djs9d2',
      oauth_token: 'kkk9d7dh3k39sjv7',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '137131201',
      oauth_nonce: '7d8f3e4a',
      c2: '',
      a3: '2 q',
    };
    expect(signatureBaseString('post', url, [...url.searchParams, ...Object.entries(others)])).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });
});

describe('a signed request', () => {
  const sign = (seed: number, path = '/services/rest/record/v1/customer/7?fields=a,b') => {
    const headers = new Headers();
    const authorize = createTokenSignature({
      account: { id: '123_SB1', origin: 'https://123-sb1.suitetalk.api.netsuite.com' },
      credentials: {
        consumerKey: 'ck',
        consumerSecret: new Secret('c s'),
        tokenId: 'tk',
        tokenSecret: new Secret('t&s'),
      },
      clock: manualClock({ now: '2026-11-27T12:00:00Z' }),
      random: seededRandom(seed),
    });
    const url = new URL(path, 'https://123-sb1.suitetalk.api.netsuite.com');
    const { signal } = new AbortController();
    void authorize({ method: 'GET', url, headers, body: undefined }, { forceRefresh: false, signal });
    return headers.get('authorization') ?? '';
  };

  test('tells the realm as people write it, the time of the clock that was handed in, and no secret', () => {
    const header = sign(1);
    expect(header).toMatch(/^OAuth realm="123_SB1", oauth_consumer_key="ck", /);
    expect(header).toContain('oauth_timestamp="1795780800"');
    expect(header).not.toMatch(/c s|c%20s|t&s|t%26s/);
  });

  test('has another nonce each time, and another signature for another query', () => {
    const signatureOf = (header: string) => /oauth_signature="([^"]+)"/.exec(header)?.[1];
    expect(sign(1)).toBe(sign(1));
    expect(sign(2)).not.toBe(sign(1));
    const other = sign(1, '/services/rest/record/v1/customer/7?fields=a,c');
    expect(signatureOf(other)).not.toBe(signatureOf(sign(1)));
  });
});
