using System.Globalization;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>What is said where a tenant gets no further.</summary>
internal static class TenantErrors
{
    internal static JarvisException NotFound(TenantId tenant) =>
        Error.NotFound($"There is no tenant '{tenant}'; jarvis tenants list shows which there are, jarvis tenants create {tenant} makes it.");

    internal static JarvisException Exists(TenantId tenant) =>
        new(ErrorCode.Conflict, $"There is a tenant '{tenant}' already; choose another name, or use that one.");

    internal static JarvisException BeingDeleted(TenantId tenant) => new(
        ErrorCode.Conflict, $"The tenant '{tenant}' is being deleted: nothing new is taken for it. jarvis tenants delete {tenant} goes on with it where it was broken off.");

    /// <summary>A quota is used up.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">Which.</param>
    /// <param name="value">How much it is.</param>
    /// <param name="state">How things stand.</param>
    /// <param name="next">When to come again, in words.</param>
    /// <param name="retryAfter">The same as a time from now; null where nobody can say.</param>
    /// <param name="option">The key of the options that sets it.</param>
    /// <param name="retryable">Whether the same call may be sent again by itself.</param>
    internal static JarvisException Exceeded(
        TenantId tenant, TenantLimit limit, decimal value, string state, string next, TimeSpan? retryAfter, string option, bool retryable = false)
    {
        var message = $"The tenant '{tenant}' may {limit.Say(value)}; {state}. {next}, or raise {option}, "
            + $"or for this tenant alone: jarvis tenants limits {tenant} {limit.Name}=…";
        return new(ErrorCode.QuotaExceeded, message, retryable) { RetryAfter = retryAfter };
    }

    /// <summary>That a day is over, in words.</summary>
    internal static string NextDay(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"The day ends at {day.AddDays(1):yyyy-MM-dd} 00:00 UTC: ask again then");
}
