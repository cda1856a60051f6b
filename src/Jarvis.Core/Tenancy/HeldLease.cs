using Jarvis.LanguageModels;

namespace Jarvis.Tenancy;

/// <summary>What a process has leased of one thing for a tenant and a day, and has not told that it used or gave back.</summary>
/// <param name="Holder">The process.</param>
/// <param name="Day">The day of UTC.</param>
/// <param name="What">What is counted, or <see cref="LanguageModels"/>.</param>
/// <param name="Amount">How much; of language models, tokens.</param>
/// <param name="Cost">Of language models, US dollars.</param>
internal sealed record HeldLease(string Holder, DateOnly Day, string What, long Amount, decimal Cost)
{
    internal const string LanguageModels = "language-models";

    internal LanguageModelAmount OfLanguageModels => new(Amount, Cost);

    /// <summary>Whether it is one of a process's leases for one thing on one day.</summary>
    internal bool Is(string holder, DateOnly day, string what) => Holder == holder && Day == day && What == what;
}
