using System.Globalization;

namespace Jarvis.Tenancy;

/// <summary>The stretch of time that a limit is for: a minute or a day of UTC.</summary>
/// <param name="Document">The name of the document that holds its counts.</param>
/// <param name="Name">Its own name.</param>
/// <param name="End">When it is over.</param>
public readonly record struct QuotaWindow(string Document, string Name, DateTimeOffset End)
{
    internal static QuotaWindow MinuteOf(DateTimeOffset now)
    {
        var start = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        return new("minute", start.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture), start.AddMinutes(1));
    }

    internal static QuotaWindow DayOf(DateTimeOffset now) => Of(DateOnly.FromDateTime(now.UtcDateTime));

    internal static QuotaWindow Of(DateOnly day)
    {
        var name = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(name, name, new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(1));
    }
}
