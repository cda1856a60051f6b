namespace Jarvis.Planning.LanguageModel;

/// <summary>An object that closed.</summary>
/// <param name="Value">Its members, without what is too large and without the objects of a plan, which are told of by themselves.</param>
/// <param name="HeldPlan">Whether it is the object around a plan.</param>
/// <param name="TooLarge">Whether it is longer or deeper than is read; what it holds is then incomplete.</param>
internal sealed record LooseObject(LooseValue.Map Value, bool HeldPlan, bool TooLarge);
