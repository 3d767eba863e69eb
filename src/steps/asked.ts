/** What has been asked of AWS ahead of a look: good for the first one only; AWS is asked anew for the next. */
export function askedOnce<T>(asked: T | undefined): () => T | undefined {
  let left = asked;
  return () => {
    const answer = left;
    left = undefined;
    return answer;
  };
}
