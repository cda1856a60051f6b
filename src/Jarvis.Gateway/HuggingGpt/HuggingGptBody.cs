using System.Collections.Immutable;

namespace Jarvis.Gateway.HuggingGpt;

/// <summary>
/// What HuggingGPT is asked. It may name a language model's key and address too: those are passed over, since a server that sends its caller's words, or its
/// own key, wherever the caller says serves whoever can reach it.
/// </summary>
/// <param name="Messages">What was said, oldest first; the last is asked.</param>
internal sealed record HuggingGptBody(ImmutableArray<HuggingGptMessage> Messages);
