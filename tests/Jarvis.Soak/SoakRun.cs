using System.Collections.Concurrent;
using System.Text;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Soak;

/// <summary>One run: users who ask, somebody who measures, and what is checked afterwards.</summary>
internal sealed class SoakRun(TimeSpan length, TextWriter output)
{
    private const int Tenants = 5;
    private const int Conversations = 50;
    private const double MostGrowth = 0.05;
    private const int MostHandles = 8;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly int[] _turns = new int[Conversations];
    private readonly List<(long Memory, int Handles)> _samples = [];
    private readonly TimeProvider _time = TimeProvider.System;

    internal async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("jarvis-soak-").FullName;
        try
        {
            await using (var services = SoakHost.Start(folder))
            {
                using var end = new CancellationTokenSource(length);
                var users = Enumerable.Range(0, Conversations).Select(number => Task.Run(() => UseAsync(services, number, end.Token)));
                await Task.WhenAll([.. users, MeasureAsync(end.Token)]);
                await CheckAsync(services);
            }

            return Judge();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ConversationId Id(int number) => new(new TenantId($"tenant-{number % Tenants}"), $"c{number}");

    private async Task UseAsync(ServiceProvider services, int number, CancellationToken end)
    {
        var jarvis = services.GetRequiredService<IJarvis>();
        var random = new Random(number);
        while (!end.IsCancellationRequested && _faults.IsEmpty)
        {
            try
            {
                await AskAsync(jarvis, number, random);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 1500)), _time, end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _faults.Enqueue($"{Id(number)}, turn {_turns[number]}: {exception.GetType().Name}: {exception.Message}");
            }
        }
    }

    private async Task AskAsync(IJarvis jarvis, int number, Random random)
    {
        var kind = SoakKinds.All[random.Next(SoakKinds.All.Length)];
        var id = Id(number);
        using var patience = new CancellationTokenSource(Patience);
        var request = new TurnRequest($"{kind} {number} {_turns[number]} {new string('x', random.Next(500))}") { IdempotencyKey = $"{_turns[number]}" };
        if (random.Next(4) == 0)
        {
            // Half of them the same bytes again.
            var text = random.Next(2) == 0 ? $"file of {number % Tenants}" : $"file {number} {_turns[number]}";
            request = request with
            {
                Attachments = [await jarvis.UploadAsync(id.Tenant, new MemoryStream(Encoding.UTF8.GetBytes(text)), "a.txt", patience.Token)],
            };
        }

        var receipt = await jarvis.SubmitAsync(id, request, patience.Token);
        _turns[number]++;
        if (random.Next(8) == 0 && await jarvis.SubmitAsync(id, request, patience.Token) != receipt)
            throw new InvalidOperationException("The same key was answered with another turn.");

        await FollowAsync(jarvis, receipt, kind, patience.Token);
    }

    private static async Task FollowAsync(IJarvis jarvis, TurnReceipt receipt, string kind, CancellationToken cancellationToken)
    {
        var last = receipt.Sequence - 1;
        await foreach (var happened in jarvis.ReadTurnAsync(receipt, cancellationToken))
        {
            // One turn of a conversation at a time: no other's events come between.
            if (happened.Sequence != ++last)
                throw new InvalidOperationException($"Event {last} is missing or doubled: {happened.Sequence} came.");

            if (happened is TaskStarted && kind == SoakKinds.Cancelled)
                await jarvis.CancelAsync(receipt.Turn, cancellationToken);

            if (happened is TurnFinished finished)
            {
                var wanted = kind == SoakKinds.Cancelled ? TurnStatus.Cancelled : TurnStatus.Answered;
                if (finished.Status != wanted && kind != SoakKinds.Failing)
                    throw new InvalidOperationException($"It ended as {finished.Status}, not {wanted}: {finished.Error?.Message}");
            }
        }
    }

    private async Task MeasureAsync(CancellationToken end)
    {
        var start = _time.GetTimestamp();
        var told = TimeSpan.Zero;
        while (!end.IsCancellationRequested && _faults.IsEmpty)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _time, end);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            _samples.Add((ProcessMeter.Memory(), ProcessMeter.Handles()));
            var passed = _time.GetElapsedTime(start);
            if (passed - told >= Step)
            {
                told = passed;
                await output.WriteLineAsync(
                    $"{passed.TotalSeconds,6:0} s  {_turns.Sum(),7:N0} turns  {_samples[^1].Memory / 1024.0,7:0.0} MiB  {_samples[^1].Handles,4} handles");
            }
        }
    }

    private async Task CheckAsync(ServiceProvider services)
    {
        var jarvis = services.GetRequiredService<IJarvis>();
        for (var number = 0; number < Conversations; number++)
        {
            var snapshot = await jarvis.GetAsync(Id(number), default);
            Require(snapshot.Turns.All(turn => turn.Status != TurnStatus.Open), $"A turn of {Id(number)} has not ended.");
            var (accepted, finished, last) = (0, 0, 0L);
            await foreach (var happened in jarvis.ReadEventsAsync(Id(number), 0, default))
            {
                Require(happened.Sequence == ++last, $"Event {last} of {Id(number)} is missing or doubled.");
                accepted += happened is TurnAccepted ? 1 : 0;
                finished += happened is TurnFinished ? 1 : 0;
                if (last == snapshot.LastSequence)
                    break;
            }

            Require(accepted == _turns[number] && finished == accepted, $"{Id(number)} was asked {_turns[number]} turns, has {accepted}, and {finished} ended.");
        }

        for (var tenant = 0; tenant < Tenants; tenant++)
        {
            var id = new TenantId($"tenant-{tenant}");
            var usage = services.GetRequiredService<TenantUsage>();
            var counted = (await usage.ReadAsync(id, usage.Today, default)).Turns + (await usage.ReadAsync(id, usage.Today.AddDays(-1), default)).Turns;
            var asked = Enumerable.Range(0, Conversations).Where(number => number % Tenants == tenant).Sum(number => _turns[number]);
            Require(counted == asked, $"{id} asked {asked} turns and {counted} were counted.");
            Require((await services.GetRequiredService<ResourceCollector>().CollectAsync(id, default)).Removed == 0, $"Files of {id} were collected that are not old.");
        }
    }

    private void Require(bool holds, string fault)
    {
        if (!holds)
            _faults.Enqueue(fault);
    }

    private bool Judge()
    {
        var third = _samples.Count / 3;
        var (second, last) = (_samples.Skip(third).Take(third).ToList(), _samples.Skip(2 * third).ToList());
        if (third > 0 && _faults.IsEmpty)
        {
            var (before, after) = (Median(second.Select(sample => sample.Memory)), Median(last.Select(sample => sample.Memory)));
            output.WriteLine($"memory: median of the second third {before / 1024.0:0.0} MiB, of the last {after / 1024.0:0.0} MiB ({((double)after / before) - 1:+0.0 %;-0.0 %})");
            Require(after <= before * (1 + MostGrowth), "Memory grew by more than 5 %.");
            var (held, holds) = (Median(second.Select(sample => (long)sample.Handles)), Median(last.Select(sample => (long)sample.Handles)));
            output.WriteLine($"handles: {held} and {holds}");
            Require(holds <= held + MostHandles, "File handles are left open.");
        }

        foreach (var fault in _faults.Take(20))
            output.WriteLine($"FAULT {fault}");

        output.WriteLine(_faults.IsEmpty ? $"ok: {_turns.Sum():N0} turns" : $"{_faults.Count:N0} faults");
        return _faults.IsEmpty;
    }

    private static long Median(IEnumerable<long> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
