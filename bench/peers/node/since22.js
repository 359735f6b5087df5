// PostGraphile 5.1 asks for Node 22. On Node 20 this is all it misses; where it is there, it stays as it is.
Promise.withResolvers ??= function withResolvers() {
  let resolve, reject;
  const promise = new this((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
};
