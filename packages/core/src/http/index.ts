export { bearer } from './bearer.ts';
export { createHttpClientFactory, type HttpPorts } from './client.ts';
export { fileTokenStore, type FileTokenStoreOptions } from './file-token-store.ts';
export { parseJsonExactly } from './json-text.ts';
export { OAuthTokenAnswer } from './oauth-token.ts';
export { paginate, type Page, type PaginateOptions } from './paginate.ts';
export { readLimited } from './read-limited.ts';
export {
  createRotatingTokens,
  type GrantedPair,
  type RotatingToken,
  type RotatingTokensOptions,
} from './rotating-tokens.ts';
export { hmacSha256, verifyHmac, type Signed, type SignatureEncoding, type VerifyHmacOptions } from './signature.ts';
export { createTokenCache, type IssuedToken, type TokenCache, type TokenCacheOptions } from './token-cache.ts';
export { memoryTokenStore, type TokenStore } from './token-store.ts';
