using Jarvis.Identity;

namespace Jarvis.Planning;

/// <summary>A resource of this turn's attachments or of an earlier turn (<c>&lt;resource&gt;-k</c>).</summary>
/// <param name="Resource">Its content address.</param>
public sealed record ResourceArgument(ResourceId Resource) : Argument;
