using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Tenancy;

public sealed class TenantQuotasTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 4);
    private static readonly TenantId Acme = new("acme");

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CountingStateStore _store = new();
    private readonly TenantOptions _options = new();
    private readonly TasksInFlight _inFlight = new();

    [Fact]
    public async Task Turns_without_a_limit_cost_a_write_for_many_and_are_counted_all_the_same()
    {
        await using (var quotas = Process())
        {
            for (var turn = 0; turn < 100; turn++)
                await quotas.TakeAsync(Acme, default);

            Assert.InRange(_store.Writes, 1, 4);
            Assert.Equal(100, (await quotas.ReadAsync(Acme, Today, default)).Turns);
        }

        Assert.Equal(100, (await Process().ReadAsync(Acme, Today, default)).Turns);
    }

    [Fact]
    public async Task A_limit_costs_few_writes_while_it_is_far_and_is_used_to_the_last_turn()
    {
        _options.MaxTurnsPerDay = 1000;
        await using var quotas = Process();

        for (var turn = 0; turn < 500; turn++)
            await quotas.TakeAsync(Acme, default);

        Assert.InRange(_store.Writes, 1, 25);
        for (var turn = 500; turn < 1000; turn++)
            await quotas.TakeAsync(Acme, default);

        await RefusedAsync(quotas);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Processes_side_by_side_never_pass_a_limit_together_and_use_all_of_it(int limit)
    {
        _options.MaxTurnsPerDay = limit;
        var processes = Enumerable.Range(0, 3).Select(_ => Process()).ToList();

        var accepted = await Task.WhenAll(Enumerable.Range(0, 3 * limit).Select(turn => Task.Run(() => TryTakeAsync(processes[turn % 3]))));
        foreach (var process in processes)
            await process.DisposeAsync();

        // What one process had set aside comes back when it ends; what is left then is had by whoever asks next.
        await using var next = Process();
        var more = 0;
        while (await TryTakeAsync(next))
            more++;

        Assert.Equal(limit, accepted.Count(taken => taken) + more);
    }

    [Fact]
    public async Task A_killed_process_costs_what_it_had_set_aside_and_no_more_than_a_quarter()
    {
        _options.MaxTurnsPerDay = 100;
        _ = await TryTakeAsync(Process());

        await using var next = Process();
        var more = 0;
        while (await TryTakeAsync(next))
            more++;

        Assert.InRange(more, 75, 99);
    }

    [Fact]
    public async Task A_turn_that_could_not_be_accepted_is_given_back()
    {
        (_options.MaxTurnsPerDay, _options.MaxTurnsPerMinute) = (1, 1);
        await using var quotas = Process();
        await quotas.TakeAsync(Acme, default);

        quotas.GiveBack(Acme);

        await quotas.TakeAsync(Acme, default);
        await RefusedAsync(quotas);
    }

    [Fact]
    public async Task A_turn_that_the_day_refuses_is_none_of_its_minute()
    {
        (_options.MaxTurnsPerDay, _options.MaxTurnsPerMinute) = (1, 2);
        await using var quotas = Process();
        await quotas.TakeAsync(Acme, default);
        for (var turn = 0; turn < 5; turn++)
            Assert.Contains("in a day", (await RefusedAsync(quotas)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_minutes_of_a_tenant_take_one_document()
    {
        _options.MaxTurnsPerMinute = 2;
        await using var quotas = Process();
        for (var minute = 0; minute < 10; minute++)
        {
            await quotas.TakeAsync(Acme, default);
            await quotas.TakeAsync(Acme, default);
            await RefusedAsync(quotas);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("2026-03-04T12:09", (await _store.ReadAsync<TenantCounts>(new("tenant-counts", "acme/minute"), default))!.Value.Window);
    }

    [Fact]
    public async Task Time_on_a_device_is_refused_once_it_is_used_up_and_each_device_has_its_own()
    {
        (_options.MaxDeviceSecondsPerDay, _options.LeaseDeviceSeconds) = (10, 1);
        _options.DeviceSecondsPerDay["cuda:0"] = 3;
        await using var quotas = Process();
        await quotas.RequireDeviceAsync(Acme, DeviceId.Cpu, default);
        quotas.Record(Acme, DeviceId.Cpu, TimeSpan.FromSeconds(9.9));
        await quotas.RequireDeviceAsync(Acme, DeviceId.Cpu, default);
        quotas.Record(Acme, DeviceId.Cpu, TimeSpan.FromSeconds(0.5));

        var refused = await Assert.ThrowsAsync<JarvisException>(() => quotas.RequireDeviceAsync(Acme, DeviceId.Cpu, default).AsTask());

        Assert.Equal((ErrorCode.QuotaExceeded, false, TimeSpan.FromHours(12)), (refused.Code, refused.Retryable, refused.RetryAfter));
        await quotas.RequireDeviceAsync(Acme, DeviceId.Cuda(0), default);
        quotas.Record(Acme, DeviceId.Cuda(0), TimeSpan.FromSeconds(3));
        Assert.Contains(
            "3 s a day on cuda:0",
            (await Assert.ThrowsAsync<JarvisException>(() => quotas.RequireDeviceAsync(Acme, DeviceId.Cuda(0), default).AsTask())).Message,
            StringComparison.Ordinal);
        await quotas.RequireDeviceAsync(new("other"), DeviceId.Cpu, default);
    }

    [Fact]
    public async Task What_a_device_was_at_when_its_time_was_up_counts_for_the_next_process_too()
    {
        _options.MaxDeviceSecondsPerDay = 10;
        await using (var quotas = Process())
        {
            await quotas.RequireDeviceAsync(Acme, DeviceId.Cpu, default);
            quotas.Record(Acme, DeviceId.Cpu, TimeSpan.FromSeconds(25));
        }

        await using var next = Process();
        await Assert.ThrowsAsync<JarvisException>(() => next.RequireDeviceAsync(Acme, DeviceId.Cpu, default).AsTask());
        Assert.Equal(25, (await next.ReadAsync(Acme, Today, default)).Devices["cpu"].TotalSeconds);
    }

    [Fact]
    public async Task Days_are_told_apart_and_yesterdays_can_be_read()
    {
        await using var quotas = Process();
        await quotas.TakeAsync(Acme, default);
        quotas.Record(Acme, DeviceId.Cpu, TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromDays(1));
        await quotas.TakeAsync(Acme, default);
        await quotas.TakeAsync(Acme, default);
        quotas.Record(Acme, DeviceId.Cpu, TimeSpan.FromSeconds(5));

        var (yesterday, today) = (await quotas.ReadAsync(Acme, Today, default), await quotas.ReadAsync(Acme, Today.AddDays(1), default));

        Assert.Equal((1, 2), (yesterday.Turns, today.Turns));
        Assert.Equal((2, 5), (yesterday.Devices["cpu"].TotalSeconds, today.Devices["cpu"].TotalSeconds));
    }

    [Fact]
    public async Task A_deleted_tenant_leaves_nothing_to_give_back_and_late_work_is_nobodys()
    {
        _options.MaxTurnsPerDay = 100;
        var quotas = Process();
        await quotas.TakeAsync(Acme, default);
        quotas.Record(Acme, DeviceId.Cpu, TimeSpan.FromSeconds(2));

        quotas.Forget(Acme);
        quotas.Record(Acme, DeviceId.Cpu, TimeSpan.FromSeconds(2));
        var before = _store.Writes;
        await quotas.DisposeAsync();

        Assert.Equal(before, _store.Writes);
    }

    [Fact]
    public async Task A_turn_is_refused_while_as_many_tasks_are_with_models_as_may_be()
    {
        _options.MaxTasksInFlight = 3;
        await using var quotas = Process();
        _inFlight.Set(Acme, 3);

        Assert.Contains("tasks-in-flight", (await RefusedAsync(quotas)).Message, StringComparison.Ordinal);
        _inFlight.Set(Acme, 2);
        await quotas.TakeAsync(Acme, default);
    }

    private static async Task<bool> TryTakeAsync(TenantQuotas quotas)
    {
        try
        {
            await quotas.TakeAsync(Acme, default);
            return true;
        }
        catch (JarvisException exception) when (exception.Code == ErrorCode.QuotaExceeded)
        {
            return false;
        }
    }

    private static async Task<JarvisException> RefusedAsync(TenantQuotas quotas)
    {
        var refused = await Assert.ThrowsAsync<JarvisException>(() => quotas.TakeAsync(Acme, default).AsTask());
        Assert.Equal(ErrorCode.QuotaExceeded, refused.Code);
        Assert.NotNull(refused.RetryAfter);
        return refused;
    }

    private TenantQuotas Process() =>
        new(_store, new StateQuotaLedger(_store), new TenantRegistry(_store, Options.Create(_options), _time), Options.Create(_options), _inFlight, _time);
}
