using Jarvis.Identity;

namespace Jarvis.Selection;

/// <summary>What a language model has chosen.</summary>
/// <param name="Model">One of the tie's models.</param>
/// <param name="Reason">Why, in a few words on one line; not empty.</param>
internal sealed record TieChoice(ModelId Model, string Reason);
