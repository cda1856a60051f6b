using Jarvis.Identity;

namespace Jarvis.Selection;

/// <summary>A model that fits, and how well.</summary>
/// <param name="Model">The model.</param>
/// <param name="Score">From 0 to 1; higher is better.</param>
/// <param name="Reason">Why this score, for people.</param>
/// <param name="Price">Price of one run in US dollars, as far as it is known beforehand.</param>
public sealed record RankedModel(ModelId Model, double Score, string Reason, decimal Price = 0);
