import { BenchwrightError } from '@benchwright/result-schema';

/** The API answered, but not as one that can be measured: with another status, with HTML, or with a document of another shape. */
export class DidAnswerError extends BenchwrightError {
  constructor(request: string, problem: string) {
    super('ERR_DID_ANSWER', `${request}: ${problem}`, {
      hint: 'Nothing was measured. Check target and family (biometric: /api/biometric/*; guide: /api/v1/did/*), or leave the operation out with operations.',
    });
  }
}

/** The API would not let us in. */
export class DidAccessError extends BenchwrightError {
  constructor(request: string, problem: string) {
    super('ERR_DID_ACCESS', `${request}: ${problem}`, {
      hint: 'Give what the API asks for: access.apiKey (--api-key, DID_API_KEY), access.token (--token, DID_TOKEN), or access.login: true (--login) with access.loginBody.',
    });
  }
}
